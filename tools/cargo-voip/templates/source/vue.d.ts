
type VoipElement = Attributes<Fields>;

declare module 'vue' {
  interface GlobalComponents {
    [[name]]: new () => { $props: VoipElement };
  }
}
