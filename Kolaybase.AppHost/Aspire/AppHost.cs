using Kolaybase.AppHost;

// The Aspire half, laid out only: identity, objects, mail, the dashboard's address and the publish targets
// come with an issue of their own. The build machines can't restore Aspire's packages, so it stays small.
Console.WriteLine(Mode.Lines);

var builder = DistributedApplication.CreateBuilder(args);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var control = postgres.AddDatabase("control", "kolaybase");
var redis = builder.AddRedis("redis");
var masterKeys = builder.AddParameter("master-keys", secret: true);

builder.AddProject<Projects.Kolaybase_Workers>("workers")
    .WithReference(control).WaitFor(control)
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("Kolaybase__MasterKeys", masterKeys);

builder.AddProject<Projects.Kolaybase_Api>("api")
    .WithReference(control).WaitFor(control)
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("Kolaybase__MasterKeys", masterKeys)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

builder.Build().Run();
