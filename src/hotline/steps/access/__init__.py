"""Getting in and acting: sessions, second factors, the lock, deputies, handing over."""
