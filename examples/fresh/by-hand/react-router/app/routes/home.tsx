import type { Route } from "./+types/home";
import { Welcome } from "../welcome/welcome";

export function meta(_: Route.MetaArgs) {
  return [{ title: "My app" }];
}

export default function Home() {
  return <Welcome />;
}
