using Kolaybase.ControlPlane.Identity.Builtin;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Finds the identity store of a project. Scoped, as the built-in store is.</summary>
public sealed class IdentityStores(BuiltinIdentityStore builtin, IdentityServers servers, RegistryContext db)
{
    /// <summary>Name of the built-in store.</summary>
    public const string Builtin = "builtin";

    /// <summary>The store of the platform's own users.</summary>
    public IIdentityStore Platform => Of(servers.Options.Platform);

    /// <summary>The store of a project's end users.</summary>
    /// <exception cref="NotConfiguredException">Its identity server is not configured in this process.</exception>
    public IIdentityStore Of(ProjectRef project) => Of(project.IdentityServer);

    /// <summary>The store of that name.</summary>
    /// <exception cref="NotConfiguredException">It is not configured in this process.</exception>
    public IIdentityStore Of(string server) => server == Builtin
        ? builtin
        : servers.Find(server) ?? throw new NotConfiguredException($"The identity server \"{server}\" is not configured: set {IdentityServersOptions.Section}:{server}:Url.");

    /// <summary>The store that a realm lives in, by its project's row; the built-in one for a realm of no project.</summary>
    /// <exception cref="NotConfiguredException">Its identity server is not configured in this process.</exception>
    public async Task<IIdentityStore> OfRealmAsync(string realm, CancellationToken cancellationToken)
    {
        if (realm == Realms.Platform)
        {
            return Platform;
        }

        return Realms.TryGetProject(realm, out var id)
            && await db.Projects.Where(p => p.Id == id).Select(p => p.IdentityServer).SingleOrDefaultAsync(cancellationToken) is { } server
            ? Of(server)
            : builtin;
    }
}
