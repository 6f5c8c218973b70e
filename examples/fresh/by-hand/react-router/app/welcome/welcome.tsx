export function Welcome() {
  return <h1>My app</h1>;
}
