/** Who sits at the terminal, as far as the system knows. */
export function currentPerson(): string {
  return process.env['SUDO_USER'] ?? process.env['USER'] ?? 'a technician';
}
