
declare module 'vue' {
  interface GlobalComponents {
    [[name]]: new () => { $props: Attributes<Fields> };
  }
}
