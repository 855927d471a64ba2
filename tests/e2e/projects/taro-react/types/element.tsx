// The element of a page: what is wrong with it is a type error.
export const right = (
  <video-call
    key='call' id='call' className='call' style={{ height: '50vh' }} listenOpenid='oListener' listenName={null} callName={undefined}
    onChange={({ detail }) => detail.to === 'InCall' && detail.cause === ''}
    onFail={({ detail }) => detail.cause === 'Denied' && detail.sentence.length}
  />
)

// @ts-expect-error: no such property
export const name = <video-call lisenOpenid='oListener' />
// @ts-expect-error: another type
export const type = <video-call listenOpenid={5} />
// @ts-expect-error: no such event
export const event = <video-call onEnd={() => {}} />
// @ts-expect-error: no such cause
export const cause = <video-call onFail={({ detail }) => detail.cause === 'Sunshine'} />
