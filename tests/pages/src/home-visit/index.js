// Calls are enabled only after the user has agreed.
module.exports = {
  data: { agreed: false },
  methods: {
    /** @this {any} */
    agree: function () {
      this.setData({ agreed: true });
      this.handleReceive();
    },
    decline: function () {
      wx.navigateBack({ delta: 1 });
    }
  }
};
