using Kolaybase.AppHost;

// The Aspire half, laid out only: objects, mail, the dashboard's address and the publish targets
// come with an issue of their own. The build machines can't restore Aspire's packages, so it stays small.
Console.WriteLine(Mode.Lines);

var builder = DistributedApplication.CreateBuilder(args);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var control = postgres.AddDatabase("control", "kolaybase");
var redis = builder.AddRedis("redis");
var keycloakPassword = builder.AddParameter("keycloak-password", secret: true);
var keycloak = builder.AddKeycloak("keycloak", adminPassword: keycloakPassword).WithImageTag("26.7.3").WithDataVolume();
var masterKeys = builder.AddParameter("master-keys", secret: true);

builder.AddProject<Projects.Kolaybase_Workers>("workers")
    .WithReference(control).WaitFor(control)
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("Kolaybase__MasterKeys", masterKeys)
    .WithEnvironment("Kolaybase__IdentityServers__main__Url", keycloak.GetEndpoint("http"))
    .WithEnvironment("Kolaybase__IdentityServers__main__AdminUser", "admin")
    .WithEnvironment("Kolaybase__IdentityServers__main__AdminPassword", keycloakPassword)
    .WithEnvironment("Kolaybase__Identity__Default", "main")
    .WaitFor(keycloak);

builder.AddProject<Projects.Kolaybase_Api>("api")
    .WithReference(control).WaitFor(control)
    .WithReference(redis).WaitFor(redis)
    .WithEnvironment("Kolaybase__MasterKeys", masterKeys)
    .WithEnvironment("Kolaybase__IdentityServers__main__Url", keycloak.GetEndpoint("http"))
    .WithEnvironment("Kolaybase__IdentityServers__main__AdminUser", "admin")
    .WithEnvironment("Kolaybase__IdentityServers__main__AdminPassword", keycloakPassword)
    .WithEnvironment("Kolaybase__Identity__Default", "main")
    .WaitFor(keycloak)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

builder.Build().Run();
