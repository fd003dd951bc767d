"""Getting in and acting: deputies, handing over."""
