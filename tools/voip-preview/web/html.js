// preact with tagged templates. Text is set as text, never as markup: what pages and hosts say is
// not to be trusted.
import { Component, h, render } from './vendor/preact.js';
import htm from './vendor/htm.js';

export const html = htm.bind(h);
export { Component, render };

/** A component that is drawn again only when one of its properties is another one. */
export class Still extends Component {
  shouldComponentUpdate(next) {
    for (const key in next) if (key !== 'children' && next[key] !== this.props[key]) return true;
    return false;
  }
}
