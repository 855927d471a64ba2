// The page with Taro and React. Its calls are those of the page that is written by hand; React shows them.
import { Button, Input, Navigator, Text, View } from '@tarojs/components';
import { getCurrentPages } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { authorize, enable, ENABLE_LIMIT, exit, join, JOIN_LIMIT, toast, watch, within } from '../../shared/host.js';
import { initial, missing } from '../../shared/form.js';
import './index.css';

const FIELDS = [
  { key: 'listenOpenid', label: '对方openid', placeholder: '请输入用户openid' },
  { key: 'listenName', label: '对方昵称', placeholder: '请输入用户昵称' },
  { key: 'callOpenid', label: '您的openid', placeholder: '请输入用户openid' },
  { key: 'callName', label: '您的昵称', placeholder: '请输入用户昵称' },
];

const SETTINGS = ['微信没有摄像头权限', '微信没有麦克风权限'];

/** What the page says about its call. */
function sentence({ state, connected, busy }) {
  switch (state) {
    case 'Authorizing': return '正在请求授权…';
    case 'Enabling': return '正在开启通话…';
    case 'Joining': return '正在呼叫…';
    case 'InCall': return connected ? '对方已接听' : '通话中';
    default: return busy ? '请稍候…' : '';
  }
}

/** A call: what it shows, and what the user does. */
function useCall() {
  const [data, setData] = useState({ ...initial, listenOpenid: '', listenName: 'listener', callOpenid: '', callName: 'caller' });
  // What an answer sees is the newest data, and not that of the render in which its host call was made.
  const page = useRef({ data, isLeft: false, call: null, stopWatching: null, isConnected: false }).current;

  const show = (changes) => {
    page.data = { ...page.data, ...changes };
    if (!page.isLeft) setData(page.data);
  };
  const go = (state, changes) => show({ ...changes, state });
  const unwatch = () => {
    if (page.stopWatching) page.stopWatching();
    page.stopWatching = null;
  };
  const end = () => {
    page.call = null;
    unwatch();
    go('Idle', { busy: false, connected: false });
  };
  const follow = () => {
    page.isConnected = false;
    unwatch();
    page.stopWatching = watch(
      (members) => {
        const was = page.isConnected;
        page.isConnected = members > 1;
        if (page.data.state !== 'InCall') return;
        if (members > 1) show({ connected: true });
        else if (was) end();
      },
      () => void (page.data.state === 'InCall' && end()),
    );
  };
  const enableFor = async (isAwaited) => {
    await enable();
    if (!isAwaited()) show({ reachable: true });
  };

  const call = async () => {
    const { busy, state } = page.data;
    if (busy || state === 'InCall') return;
    const error = missing(page.data);
    if (error) {
      show({ error });
      return;
    }
    const current = (page.call = {});
    const isAwaited = () => page.call === current;
    let title = '唤起授权失败';
    try {
      go('Authorizing', { busy: true, error: '' });
      await authorize(isAwaited);
      if (!isAwaited()) return;
      go('Enabling');
      title = '开启通话功能失败';
      await within(ENABLE_LIMIT, enableFor(isAwaited));
      if (!isAwaited()) return;
      go('Joining', { reachable: true });
      title = '加入通话失败';
      follow();
      await within(JOIN_LIMIT, join(page, isAwaited, () => !page.isLeft && page.data.state === 'InCall'));
      if (isAwaited()) go('InCall', { busy: false, connected: page.isConnected });
    } catch (failure) {
      if (!isAwaited()) return;
      page.call = null;
      unwatch();
      go('Failed', { busy: false, error: failure.sentence });
      toast(title);
    }
  };

  useEffect(() => {
    show({ pageDepth: getCurrentPages().length });
    return () => {
      page.isLeft = true;
      page.call = null;
      unwatch();
    };
  }, []);

  return {
    data,
    call,
    change: (key, value) => show({ [key]: /Openid/.test(key) ? value.trim() : value }),
    cancel: () => page.data.busy && end(),
    hangUp: () => {
      if (page.data.state !== 'InCall') return;
      exit();
      end();
    },
    dismiss: () => page.data.state === 'Failed' && go('Idle', { error: '' }),
  };
}

export default function VideoCall() {
  const { data, call, change, cancel, hangUp, dismiss } = useCall();
  const { state, busy, error, pageDepth } = data;
  const field = ({ key, label, placeholder }) => (
    <View key={key} className="form-item">
      <Text className="label">{label}</Text>
      <Input
        className="input" type="text" maxlength={-1} placeholder={placeholder} placeholderStyle="color: #767676"
        ariaLabel={label} value={data[key]} onInput={(event) => change(key, event.detail.value)}
      />
    </View>
  );
  return (
    <View className={`wrapper ${pageDepth ? '' : 'embedded'}`}>
      {pageDepth > 1 && <Navigator className="back" openType="navigateBack" ariaLabel="返回">‹</Navigator>}
      {pageDepth > 0 && <Text className="title">视频通话</Text>}
      <View className="form">
        {FIELDS.slice(0, 2).map(field)}
        <View className="space" />
        {FIELDS.slice(2).map(field)}
      </View>
      <Text className="state" ariaLive="polite">{sentence(data)}</Text>
      {error && (
        <View className="error" ariaRole="alert">
          <Text className="sentence">{error}</Text>
          {SETTINGS.includes(error) && (
            <Text className="dismiss" ariaRole="button" onClick={() => wx.openAppAuthorizeSetting({})}>去系统设置</Text>
          )}
          <Text className="dismiss" ariaRole="button" onClick={dismiss}>知道了</Text>
        </View>
      )}
      <View className="actions">
        {state === 'InCall'
          ? <Button className="button button-end" hoverClass="pressed" onClick={hangUp}>结束</Button>
          : (
            <Button className={`button ${busy ? 'button-off' : ''}`} hoverClass="pressed" loading={busy} disabled={busy} onClick={call}>
              呼叫
            </Button>
          )}
        {busy && <Button className="button button-plain" hoverClass="pressed" onClick={cancel}>取消</Button>}
      </View>
    </View>
  );
}
