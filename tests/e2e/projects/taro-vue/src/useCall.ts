import { onUnmounted, reactive } from 'vue'
import Taro, { useDidShow } from '@tarojs/taro'
import { open } from './voip/voip.js'
import type { Change, Declaration, Fail, Handle, Values } from './voip/voip.js'

/** A page with a user interface of your own: what it shows, and its functions. */
export function useCall<Fields, Contacts>(
  declaration: Declaration<Fields, Contacts>,
  fields: Values<Fields>,
  on: { change?(change: Change): void; fail?(failure: Fail): void } = {},
) {
  const data = reactive({}) as Handle<Fields, Contacts>['data']
  const call = open(declaration, {
    data: fields,
    setData: (changes) => { Object.assign(data, changes) },
    triggerEvent: (name, detail) => name === 'change' ? on.change?.(detail) : on.fail?.(detail),
  }, Taro)
  useDidShow(() => call.show())
  onUnmounted(() => call.leave())
  return { data, call }
}
