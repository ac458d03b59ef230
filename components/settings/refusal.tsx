/** Why a change was not made; keeps nothing on the page while there is nothing to say. */
export function Refusal({ error }: { error: Error | null }) {
  return (
    <p role="alert" className={error ? "break-words text-err" : "hidden"}>
      {error && `Not changed: ${error.message}`}
    </p>
  );
}
