import { View } from '@tarojs/components'
export default function Own() {
  return <View>own</View>
}
