using Kolaybase.AppHost;
using Microsoft.Extensions.Configuration;

// The model and nothing else. API and workers are given the same settings as by the embedded half (Embedded/StackSettings.cs) and can't tell which
// of the two runs them. The build machines can't restore all packages of it: whatever is written here has to be plain enough to be seen right.
Console.WriteLine(Mode.Lines);

var builder = DistributedApplication.CreateBuilder(args);
var publish = builder.ExecutionContext.IsPublishMode;
var target = builder.Configuration["Publish:Target"] ?? "azure";
var azure = publish && target == "azure";

// ---- Secrets: asked for or generated, never written down here. Letters and digits only, since they become part of connection strings.
IResourceBuilder<ParameterResource> Secret(string name, int length = 32) =>
    builder.AddParameter(name, new GenerateParameterDefault { MinLength = length, Special = false }, secret: true, persist: true);
var postgresPassword = Secret("postgres-password");
var controlPassword = Secret("control-password");
var provisionerPassword = Secret("provisioner-password");
// 43 letters and digits and a padding sign are base64 of 32 bytes.
var masterKeys = ReferenceExpression.Create($"main:{Secret("master-key", 43)}=");

// ---- PostgreSQL: in Azure the managed one, since a database on a volume of Container Apps loses data.
ReferenceExpression postgresAddress;
IResourceBuilder<IResource> postgres;
var postgresAdmin = builder.AddParameter("postgres-admin", "postgres", publishValueAsDefault: true);
if (azure)
{
    var server = builder.AddAzurePostgresFlexibleServer("postgres").WithPasswordAuthentication(postgresAdmin, postgresPassword);
    postgresAddress = ReferenceExpression.Create($"Host={server.Resource.Host};Port=5432;SSL Mode=Require");
    postgres = server;
}
else
{
    var server = builder.AddPostgres("postgres", postgresAdmin, postgresPassword).WithImageTag(Images.Postgres).WithDataVolume();
    var tcp = server.GetEndpoint("tcp");
    postgresAddress = ReferenceExpression.Create($"Host={tcp.Property(EndpointProperty.Host)};Port={tcp.Property(EndpointProperty.Port)}");
    postgres = publish ? server : server.WithPgAdmin();
}

var control = ReferenceExpression.Create($"{postgresAddress};Username=kolaybase_control;Password={controlPassword};Database=kolaybase");
var provisioner = ReferenceExpression.Create($"{postgresAddress};Username=kolaybase_provisioner;Password={provisionerPassword};Database=postgres");
var bootstrap = ReferenceExpression.Create($"{postgresAddress};Username={postgresAdmin};Password={postgresPassword};Database=postgres");

// ---- Redis.
IResourceBuilder<IResourceWithConnectionString> redis = azure
    ? builder.AddAzureManagedRedis("redis").WithAccessKeyAuthentication()
    : builder.AddRedis("redis").WithImageTag(Images.Redis).WithDataVolume();

// ---- API and workers, and what both are told.
var workers = builder.AddProject<Projects.Kolaybase_Workers>("workers");
var api = builder.AddProject<Projects.Kolaybase_Api>("api")
    .WithHttpEndpoint(port: publish ? null : 4000, name: "http")
    .WithExternalHttpEndpoints()
    // Who stands in front is said by Kolaybase:TrustedProxies; Aspire's default would believe anybody's word for his address.
    .DisableForwardedHeaders()
    .WithHttpHealthCheck("/health")
    // Who scrapes /metrics has to know it. Workers in a process of their own listen nowhere.
    .WithEnvironment("Kolaybase__Metrics__Token", Secret("metrics-token"))
    .WithReplicas(builder.Configuration.GetValue("replicas", 2));
var publicUrl = publish
    ? ReferenceExpression.Create($"{builder.AddParameter("public-url")}")
    : ReferenceExpression.Create($"{api.GetEndpoint("http")}");
if (publish)
{
    api.WithEnvironment("Kolaybase__TrustedProxies", builder.AddParameter("trusted-proxies", "", publishValueAsDefault: true));
}

var services = new List<IResourceBuilder<ProjectResource>> { workers, api };

// ---- Servers and schema are prepared by one run that both wait for. Where nothing runs once (Container Apps, Kubernetes) the workers
// prepare them when they start: any number may do so at the same time.
if (publish && target != "compose")
{
    workers.WithEnvironment("Kolaybase__DatabaseServers__default__Bootstrap", bootstrap);
}
else
{
    var migrate = builder.AddProject<Projects.Kolaybase_Workers>("migrate")
        .WithArgs("migrate")
        .WithEnvironment("Kolaybase__DatabaseServers__default__Bootstrap", bootstrap)
        .WaitFor(postgres);
    workers.WaitForCompletion(migrate);
    api.WaitForCompletion(migrate);
    services.Add(migrate);
}

foreach (var service in services)
{
    service
        .WithReference(redis, "redis")
        .WithEnvironment("ConnectionStrings__control", control)
        .WithEnvironment("Kolaybase__DatabaseServers__default__Provisioner", provisioner)
        .WithEnvironment("Kolaybase__MasterKeys", masterKeys)
        .WithEnvironment("Kolaybase__PublicUrl", publicUrl)
        .WithEnvironment("Kolaybase__ObjectStores__s3__Bucket", "kolaybase")
        .WithEnvironment("Kolaybase__Objects__Default", "s3");
}

workers.WaitFor(redis);
api.WaitFor(redis);

// ---- Objects: MinIO beside PostgreSQL; in Azure, which has no S3, one that is there already.
var objectsKey = azure ? builder.AddParameter("objects-access-key") : builder.AddParameter("objects-access-key", "kolaybase", publishValueAsDefault: true);
var objectsSecret = azure ? builder.AddParameter("objects-secret-key", secret: true) : Secret("objects-secret-key");
ReferenceExpression objects;
if (azure)
{
    objects = ReferenceExpression.Create($"{builder.AddParameter("objects-endpoint")}");
}
else
{
    var minio = builder.AddContainer("minio", "minio/minio", Images.Minio)
        .WithArgs("server", "/data")
        .WithVolume("kolaybase-objects", "/data")
        .WithEnvironment("MINIO_ROOT_USER", objectsKey)
        .WithEnvironment("MINIO_ROOT_PASSWORD", objectsSecret)
        .WithHttpEndpoint(targetPort: 9000, name: "http")
        .WithHttpHealthCheck("/minio/health/live");
    objects = ReferenceExpression.Create($"{minio.GetEndpoint("http")}");
    workers.WaitFor(minio);
    api.WaitFor(minio);
}

foreach (var service in services)
{
    service
        .WithEnvironment("Kolaybase__ObjectStores__s3__Endpoint", objects)
        .WithEnvironment("Kolaybase__ObjectStores__s3__AccessKey", objectsKey)
        .WithEnvironment("Kolaybase__ObjectStores__s3__SecretKey", objectsSecret);
}

// ---- On a desk: Keycloak with its realms kept (26.7 needs no feature switched on), and a mail server that catches everything.
// Published, projects use the built-in identity store until a Keycloak of one's own is named (docs/identity.md), and mails go to a real server.
if (publish)
{
    var (host, port, user) = (builder.AddParameter("smtp-host"), builder.AddParameter("smtp-port", "587", publishValueAsDefault: true), builder.AddParameter("smtp-user"));
    var (password, from) = (builder.AddParameter("smtp-password", secret: true), builder.AddParameter("mail-from"));
    workers
        .WithEnvironment("Kolaybase__Mail__Smtp__Host", host)
        .WithEnvironment("Kolaybase__Mail__Smtp__Port", port)
        .WithEnvironment("Kolaybase__Mail__Smtp__User", user)
        .WithEnvironment("Kolaybase__Mail__Smtp__Password", password)
        .WithEnvironment("Kolaybase__Mail__From", from);
    if (target == "compose")
    {
        // The one run reads the same settings.
        services[^1].WithEnvironment("Kolaybase__Mail__Smtp__Host", host);
    }
}
else
{
    var keycloakPassword = Secret("keycloak-password");
    var keycloak = builder.AddKeycloak("keycloak", adminPassword: keycloakPassword).WithImageTag(Images.Keycloak).WithDataVolume();
    var mailpit = builder.AddContainer("mailpit", "axllent/mailpit", Images.Mailpit)
        .WithEndpoint(targetPort: 1025, name: "smtp")
        .WithHttpEndpoint(targetPort: 8025, name: "http");
    var smtp = mailpit.GetEndpoint("smtp");
    foreach (var service in services)
    {
        service
            .WithEnvironment("Kolaybase__IdentityServers__main__Url", keycloak.GetEndpoint("http"))
            .WithEnvironment("Kolaybase__IdentityServers__main__AdminUser", "admin")
            .WithEnvironment("Kolaybase__IdentityServers__main__AdminPassword", keycloakPassword)
            .WithEnvironment("Kolaybase__Identity__Default", "main")
            .WithEnvironment("Kolaybase__Mail__Smtp__Host", ReferenceExpression.Create($"{smtp.Property(EndpointProperty.Host)}"))
            .WithEnvironment("Kolaybase__Mail__Smtp__Port", ReferenceExpression.Create($"{smtp.Property(EndpointProperty.Port)}"))
            .WithEnvironment("Kolaybase__Mail__Smtp__Security", "None");
    }

    workers.WaitFor(keycloak).WaitFor(mailpit);
    api.WaitFor(keycloak);
}

if (publish)
{
    _ = target switch
    {
        "azure" => builder.AddAzureContainerAppEnvironment("kolaybase") as object,
        "compose" => builder.AddDockerComposeEnvironment("kolaybase"),
        "kubernetes" => builder.AddKubernetesEnvironment("kolaybase"),
        _ => throw new InvalidOperationException($"Publish:Target is \"{target}\": it must be azure, compose or kubernetes."),
    };
}

builder.Build().Run();
