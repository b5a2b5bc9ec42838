using Kolaybase.ControlPlane.Registry;
using Kolaybase.ControlPlane.Secrets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kolaybase.ControlPlane.Databases;

/// <summary>Says how the logins of a project connect.</summary>
public sealed class ProjectConnections(IOptions<DatabaseServersOptions> servers, SecretBox box)
{
    /// <summary>The owner's connection string, password included.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The password was sealed under a master key that is not configured.</exception>
    public NpgsqlConnectionStringBuilder Owner(ProjectDatabase database) => Login(database, database.OwnerRole, OwnerPassword(database));

    /// <summary>The authenticator's connection string, password included.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The password was sealed under a master key that is not configured.</exception>
    public NpgsqlConnectionStringBuilder Authenticator(ProjectDatabase database) => Login(database, database.AuthenticatorRole, AuthenticatorPassword(database));

    /// <summary>The owner's password.</summary>
    public string OwnerPassword(ProjectDatabase database) => box.Open(database.OwnerPasswordSealed, SecretPurposes.OwnerPassword, database.ProjectId.ToString());

    /// <summary>The authenticator's password.</summary>
    public string AuthenticatorPassword(ProjectDatabase database) => box.Open(database.AuthenticatorPasswordSealed, SecretPurposes.AuthenticatorPassword, database.ProjectId.ToString());

    // The address and the transport's settings (TLS, certificates) are those of the provisioner.
    private NpgsqlConnectionStringBuilder Login(ProjectDatabase database, string role, string password) => new(servers.Value.Get(database.Server).Provisioner)
    {
        Database = database.Name,
        Username = role,
        Password = password,
        // A caller is shown the details of a refusal (which key exists already, what depends on a table):
        // they are about his own data. They are kept out of logs.
        IncludeErrorDetail = true,
    };
}
