
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      [[name]]: Attributes<Fields>;
    }
  }
}

declare global {
  namespace JSX {
    interface IntrinsicElements {
      [[name]]: Attributes<Fields>;
    }
  }
}
