Page({
  open() {
    wx.navigateTo({ url: '/pages/video-call/index' });
  },
});
