/**
 * A ref that gives an element its place in a picture. Not React's `style`, which a server writes as
 * an attribute: a content-security policy without `unsafe-inline` drops those, and hydration does
 * not set them again.
 */
export function place(style: Readonly<Record<string, string>>): (element: HTMLElement | null) => void {
  return (element) => {
    for (const [property, value] of Object.entries(style)) element?.style.setProperty(property, value);
  };
}
