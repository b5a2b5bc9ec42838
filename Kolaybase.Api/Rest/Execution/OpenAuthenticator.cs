using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Takes a connection of a project's authenticator: <see cref="ProjectDatabases.OpenAuthenticatorAsync"/>.</summary>
/// <exception cref="DatabaseBusyException">None came free in time.</exception>
internal delegate ValueTask<NpgsqlConnection> OpenAuthenticator(ProjectDatabase database, CancellationToken cancellationToken);
