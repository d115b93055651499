import type { CaptureDevices } from './capture'

type Permission = PermissionState

/** Tells the permission now and whenever it has changed. */
export function watchPermission(
  devices: CaptureDevices | null,
  hasLabels: () => Promise<boolean>,
  tell: (permission: Permission) => void,
) {
  let isOver = false
  let told: Permission | null = null
  let status: PermissionStatus | null = null

  const update = (permission: Permission) => {
    if (isOver || permission === told) return
    told = permission
    tell(permission)
  }
  const onChange = () => status && update(status.state)

  const open = async () => {
    if (!devices) return update('denied')
    status = await query()
    if (!status) return update((await hasLabels()) ? 'granted' : 'prompt')
    update(status.state)
    if (!isOver) status.addEventListener('change', onChange)
  }
  void open()

  return {
    /** A microphone was opened: where the browser tells no changes, this one is known. */
    grant: () => {
      if (!status) update('granted')
    },
    close: () => {
      isOver = true
      status?.removeEventListener('change', onChange)
    },
  }
}

/** Firefox before 132 and Safari before 16 do not know the name, and reject. */
async function query(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: 'microphone' })
  } catch {
    return null
  }
}
