Page({
  data: { said: 'nothing' },
  changed({ detail }) {
    this.setData({ said: `${detail.from} ${detail.to}` });
  },
  failed({ detail }) {
    this.setData({ said: `${detail.cause} ${detail.sentence}` });
  },
});
