// Preact with tagged templates. Text is always set as text, never as markup, because texts of pages and hosts are
// not trusted.
import { Component, h, render } from './vendor/preact.js';
import htm from './vendor/htm.js';

export const html = htm.bind(h);
export { Component, render };

/** A component that renders only if one of its properties has changed. */
export class PureComponent extends Component {
  shouldComponentUpdate(next) {
    for (const key in next) if (key !== 'children' && next[key] !== this.props[key]) return true;
    return false;
  }
}
