// The list of the agents, and a question before calls are enabled.
var AGENTS = [{ openid: 'oFirst', name: '一号' }, { openid: 'oSecond', name: '二号' }];

module.exports = {
  data: { agents: AGENTS, greeting: '' },
  methods: {
    /** @this {any} @param {any} query */
    onLoad: function (query) { this.setData({ greeting: '您好 ' + (query.me || '') }); },
    onShareAppMessage: function () { return { title: '客服' }; },
    /** @this {any} */
    ask: function () {
      var page = this;
      wx.showModal({
        title: '允许呼叫您吗？',
        success: function (answer) { if (answer.confirm) page.handleReceive(); }
      });
    }
  }
};
