export type OpenMicrophone = { readonly device: string; readonly close: () => void };

/** Listens and reports loudness 0 to 1 some twenty times a second. Nothing is recorded. */
export async function openMicrophone(
  onLevel: (level: number) => void,
): Promise<OpenMicrophone | 'denied' | 'none'> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (cause) {
    // The two ordinary answers of the body: not allowed, or nothing plugged in.
    return cause instanceof DOMException && cause.name === 'NotFoundError' ? 'none' : 'denied';
  }
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0);
    onLevel(Math.min(1, peak / 96));
  }, 50);
  return {
    device: stream.getAudioTracks()[0]?.label ?? '',
    close() {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
}
