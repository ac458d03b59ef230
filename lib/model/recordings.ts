/** The audio of a session: left channel is the user's side, right channel the agent's. Born in `normalise/recordings.ts`. */
export interface Recording {
  blobKey: string;
  sizeBytes: number;
  contentType: string;
  /** When the first sample was heard, by the agent's clock; null when the sender gave no time (epoch 0). */
  startNs: bigint | null;
  /** The sender's word for its length; the file's own length, found by the background process, is better. */
  declaredDurationMs: number | null;
}

/** What the background process found out about a stored recording by reading the file. */
export interface RecordingFacts {
  durationMs: number;
  /** Blob with peaks: see `lib/audio/peaks.ts` for the layout. */
  peaksBlobKey: string;
}
