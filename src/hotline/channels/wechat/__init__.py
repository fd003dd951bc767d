"""WeChat: an official account and a mini-program, on the interfaces that WeChat documents."""
