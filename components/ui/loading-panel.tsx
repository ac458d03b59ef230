import { LoadingLines } from "./loading-lines";
import { Panel } from "./panel";

/** The place of something that is still loading, with the frame that it will have. */
export function LoadingPanel() {
  return (
    <Panel className="p-4">
      <LoadingLines />
    </Panel>
  );
}
