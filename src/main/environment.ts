// What a process started by main may know of the environment; everything else (NODE_OPTIONS, ELECTRON_*, tokens of other
// programs) stays behind. Drivers may show windows of their own and look for their own files, so those names are let through.
const allowed = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TMP|TEMP|TZ|LANG|LANGUAGE|LC_[A-Z]+)$/,
  /^(DISPLAY|XAUTHORITY|WAYLAND_DISPLAY|DBUS_SESSION_BUS_ADDRESS|XDG_[A-Z_]+)$/,
  /^(SOFTHSM2_CONF|OPENSC_CONF|OPENSC_DEBUG|PCSCLITE_CSOCK_NAME)$/,
  /^(SYSTEMROOT|SYSTEMDRIVE|WINDIR|USERPROFILE|USERNAME|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(\(X86\))?|COMSPEC|PATHEXT)$/i,
  /^SSL_CERT_(FILE|DIR)$/,
  /^FOJAS_[A-Z_]+$/,
];

/** The part of an environment that a child process gets. */
export function childEnvironment(own: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const passed = Object.entries(own).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && allowed.some((name) => name.test(entry[0])),
  );
  return Object.fromEntries(passed);
}
