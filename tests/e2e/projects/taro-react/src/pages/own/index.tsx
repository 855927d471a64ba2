import { useState } from 'react'
import { Button, Input, Text, View } from '@tarojs/components'
import { useCall } from '../../useCall'
import videoCall from '../../voip/video-call.js'

export default function Own() {
  const [said, say] = useState('nothing')
  const { data, call } = useCall(
    videoCall,
    { callOpenid: 'oCaller' },
    { change: ({ from, to }) => say(`${from} ${to}`), fail: ({ cause, sentence }) => say(`${cause} ${sentence}`) },
  )
  return (
    <View>
      <Text id='said'>{said}</Text>
      <Text id='state'>{data.state}</Text>
      <Input value={data.listenOpenid} onInput={call?.handleChangeListenOpenid} />
      <Button disabled={data.busy} onClick={call?.handleCall}>call</Button>
      <Button onClick={call?.handleHangUp}>end</Button>
    </View>
  )
}
