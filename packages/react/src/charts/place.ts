/**
 * A ref that places an element. A server writes `style` as an attribute, which content security
 * policies without `unsafe-inline` drop, and hydration doesn't restore.
 */
export function place(style: Readonly<Record<string, string>>): (element: HTMLElement | null) => void {
  return (element) => {
    for (const [property, value] of Object.entries(style)) element?.style.setProperty(property, value);
  };
}
