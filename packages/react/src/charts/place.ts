/**
 * Not React's `style`: a server writes it as an attribute, which a policy without `unsafe-inline`
 * drops and hydration doesn't restore.
 */
export function place(style: Readonly<Record<string, string>>): (element: HTMLElement | null) => void {
  return (element) => {
    for (const [property, value] of Object.entries(style)) element?.style.setProperty(property, value);
  };
}
