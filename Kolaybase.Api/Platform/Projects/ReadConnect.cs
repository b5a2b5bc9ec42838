using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Kolaybase.Api.Platform.Projects;

/// <summary><c>GET /api/projects/{id}/connect</c>.</summary>
internal static class ReadConnect
{
    public static async Task<Ok<ConnectAnswer>> HandleAsync(
        Guid id, ProjectCaller caller, RegistryContext db, IOptions<DatabaseServersOptions> servers, SecretBox box, ProjectAnswers answers, IdentityStores identity, CancellationToken cancellationToken)
    {
        var project = await db.ReadAsync(id, cancellationToken);
        var password = caller.Member!.Role >= TeamRole.Developer
            ? box.Open(project.OwnerPasswordSealed, SecretPurposes.OwnerPassword, project.Id.ToString())
            : null;
        var server = servers.Value.Get(project.DatabaseServer);
        var (host, port) = server.PublicAddress;
        var database = new ConnectDatabase(
            host,
            port,
            project.DatabaseName,
            project.OwnerRole,
            password,
            ConnectionUri(server.PublicAddress, project, password),
            ConnectionUri(server.PooledAddress, project, password));
        var realm = Realms.OfProject(project.Id);
        return TypedResults.Ok(new ConnectAnswer(database, answers.RestUrl, realm, identity.Of(project.IdentityServer).Issuer(realm)));
    }

    /// <summary>A connection URI (PostgreSQL manual, 34.1.1.2).</summary>
    private static string ConnectionUri((string Host, int Port) address, Project project, string? password)
    {
        // RFC 3986, 3.2.2: an IPv6 address stands in brackets.
        var host = address.Host.Contains(':', StringComparison.Ordinal) ? $"[{address.Host}]" : address.Host;
        var secret = password is null ? "" : ":" + Uri.EscapeDataString(password);
        return string.Create(CultureInfo.InvariantCulture, $"postgresql://{project.OwnerRole}{secret}@{host}:{address.Port}/{project.DatabaseName}");
    }
}
