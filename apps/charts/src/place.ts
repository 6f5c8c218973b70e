/**
 * A ref that places an element. React's `style` becomes an attribute on a server, which a
 * content-security policy without `unsafe-inline` drops.
 */
export function place(property: string, value: string): (element: HTMLElement | null) => void {
  return (element) => element?.style.setProperty(property, value);
}
