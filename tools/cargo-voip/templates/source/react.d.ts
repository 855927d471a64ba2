
type VoipElement = Attributes<Fields>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      [[name]]: VoipElement;
    }
  }
}

declare global {
  namespace JSX {
    interface IntrinsicElements {
      [[name]]: VoipElement;
    }
  }
}
