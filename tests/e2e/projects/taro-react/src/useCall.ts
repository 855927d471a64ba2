import { useEffect, useRef, useState } from 'react'
import Taro, { useDidShow } from '@tarojs/taro'
import { open } from './voip/voip.js'
import type { Change, Declaration, Fail, Handle, Values } from './voip/voip.js'

/** A page with a user interface of your own: what it shows, and its functions once it is open. */
export function useCall<Fields, Contacts>(
  declaration: Declaration<Fields, Contacts>,
  fields: Values<Fields>,
  on: { change?(change: Change): void; fail?(failure: Fail): void } = {},
) {
  const [data, setData] = useState<Partial<Handle<Fields, Contacts>['data']>>({})
  const [call, setCall] = useState<Handle<Fields, Contacts>>()
  const listener = useRef(on)
  listener.current = on
  useEffect(() => {
    const handle = open(declaration, {
      data: fields,
      setData: (changes) => setData((before) => ({ ...before, ...changes })),
      triggerEvent: (name, detail) => name === 'change' ? listener.current.change?.(detail) : listener.current.fail?.(detail),
    }, Taro)
    setCall(handle)
    return handle.leave
  }, [declaration])
  useDidShow(() => call?.show())
  return { data, call }
}
