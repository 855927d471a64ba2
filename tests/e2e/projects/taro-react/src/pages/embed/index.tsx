import { useState } from 'react'
import { Text, View } from '@tarojs/components'

export default function Embed() {
  const [said, say] = useState('nothing')
  return (
    <View>
      <Text id='said'>{said}</Text>
      <video-call
        listenOpenid='oListener'
        callOpenid='oCaller'
        onChange={({ detail }) => say(`${detail.from} ${detail.to}`)}
        onFail={({ detail }) => say(`${detail.cause} ${detail.sentence}`)}
      />
    </View>
  )
}
