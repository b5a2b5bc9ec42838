using Kolaybase.Api;

await using var app = ApiHost.Build(args);
await app.RunAsync();
