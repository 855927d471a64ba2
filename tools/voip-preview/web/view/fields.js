// The rows of the page's fields, and those of its contacts.
import { leave, shownValue, type } from '../forms.js';
import { html } from '../html.js';
import { pageOf } from '../store.js';
import { input } from '../server.js';

export function Row({ index, field, empty, replaying }) {
  const { name, kind, label, placeholder } = field;
  const value = shownValue(index, name);
  const common = { name, 'aria-label': label, disabled: replaying || field.read_only };
  let control;
  if (kind === 'switch') {
    control = html`<input ...${common} type="checkbox" role="switch" class="switch" checked=${value === true}
        onChange=${(event) => type(index, field, event.target.checked)} />`;
  } else if (kind === 'room_type' || kind === 'choice') {
    const variants = kind === 'choice' ? field.variants : [['video', '视频'], ['voice', '语音']];
    control = html`<select ...${common} class="row-input" value=${value ?? ''}
        onChange=${(event) => type(index, field, event.target.value)}>
      ${!value && html`<option value="">请选择</option>`}
      ${variants.map(([name, label]) => html`<option key=${name} value=${name} selected=${name === value}>${label}</option>`)}
    </select>`;
  } else {
    const number = kind === 'integer' ? 'numeric' : kind === 'decimal' ? 'decimal' : undefined;
    control = html`<input ...${common} type="text" class="row-input" inputmode=${number} placeholder=${placeholder}
        autocomplete="off" autocapitalize="off" spellcheck=${false} maxlength=${field.max_length ?? undefined}
      aria-invalid=${empty || undefined} value=${value ?? ''}
      onInput=${(event) => type(index, field, event.target.value, event.isComposing)}
      onBlur=${() => leave(index, name)}
      oncompositionend=${(event) => type(index, field, event.target.value)} />`;
  }
  return html`<div class=${empty ? 'row row-empty' : 'row'}><span class="row-label"><bdi>${label}</bdi></span>${control}
    </div>`;
}

const nameOf = (contact) => String(contact.nickname || '未命名');

/** A row for each contact, with its own call button. */
export function Contacts({ index, field, phone, replaying }) {
  const contacts = shownValue(index, field.name) ?? [];
  return html`
    <p class="contacts-label"><bdi>${field.label}</bdi></p>
    ${contacts.map((contact, at) => html`<div key=${at} class="row contact">
      <span class="contact-face" aria-hidden="true"><bdi>${[...nameOf(contact)][0]}</bdi>
        ${/^https?:/.test(contact.headImage) && html`<img src=${contact.headImage} alt="" referrerpolicy="no-referrer" />`}</span>
      <span class="contact-name"><bdi>${nameOf(contact)}</bdi></span>
      <button type="button" class="contact-call" data-do="call" data-contact=${at}
          aria-label=${`${pageOf(index).button} ${nameOf(contact)}`}
          disabled=${!contact.callable || !phone.available.call || replaying}
          onClick=${() => input(index, { call: { contact: at } })}><bdi>${pageOf(index).button}</bdi></button>
    </div>`)}
    ${!contacts.length && !phone.loading && html`<p class="row contacts-none" data-no-contacts>暂无联系人</p>`}`;
}
