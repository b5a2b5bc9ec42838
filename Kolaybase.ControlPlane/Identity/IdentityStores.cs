using Kolaybase.ControlPlane.Identity.Builtin;
using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.ControlPlane.Identity;

/// <summary>Finds the identity store of a project. Scoped, as the stores are.</summary>
public sealed class IdentityStores(BuiltinIdentityStore builtin)
{
    /// <summary>Name of the built-in store.</summary>
    public const string Builtin = "builtin";

    /// <summary>The store of the platform's own users.</summary>
    public IIdentityStore Platform => builtin;

    /// <summary>The store of a project's end users.</summary>
    /// <exception cref="InvalidOperationException">Its identity server is not configured in this process.</exception>
    public IIdentityStore Of(ProjectRef project) => Of(project.IdentityServer);

    /// <summary>The store of that name.</summary>
    /// <exception cref="InvalidOperationException">It is not configured in this process.</exception>
    public IIdentityStore Of(string server) => server == Builtin
        ? builtin
        : throw new InvalidOperationException($"The identity server \"{server}\" is not configured.");
}
