import type { PhoneConfig } from './api/config'
import { createPhone } from './api/create-phone'
import type { Phone } from './api/phone'
import { renderPhone } from './ui/render-phone'

export type { PhoneConfig } from './api/config'
export type { Phone } from './api/phone'

export interface MountedPhone extends Phone {
  /** Takes the panel away at once and disposes of the phone. Resolves when nothing is left of it. */
  unmount(): Promise<void>
}

/**
 * Makes a phone and shows it in `element`, in a shadow root: nothing of it reaches the page's styles, and nothing of theirs
 * reaches it. It fills the element, and is made for 280-420 px by 480 px or more.
 *
 * @throws PhoneError `invalid-config`, with the path of the wrong field; TypeError when the element takes no shadow root.
 */
export function mount(element: Element, config: PhoneConfig): MountedPhone {
  const phone = createPhone(config)
  try {
    const removePanel = renderPhone(element, phone, { theme: config.theme })
    return Object.assign(phone, {
      unmount: () => {
        removePanel()
        return phone.dispose()
      },
    })
  } catch (error) {
    void phone.dispose()
    throw error
  }
}
