import type { Metadata } from "next";
import { SettingsHead } from "@/components/settings/settings-head";

export const metadata: Metadata = { title: "Project" };

export default function ProjectSettingsPage() {
  return <SettingsHead title="Project">What this project is called, and how to remove it.</SettingsHead>;
}
