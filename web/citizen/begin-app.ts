/** Fetches the app and runs it. A second time does nothing: a module runs once. */
export function beginApp(): void {
  const app = document.createElement('script')
  app.type = 'module'
  app.src = APP
  document.head.append(app)
}
