using Kolaybase.Api;
using Kolaybase.ServiceDefaults;

await using var app = ApiHost.Build(args);
await app.RunUntilStoppedAsync();
