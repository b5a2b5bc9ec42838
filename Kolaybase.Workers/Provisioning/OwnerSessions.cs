using Kolaybase.ControlPlane.Databases;
using Kolaybase.ControlPlane.Registry;
using Npgsql;

namespace Kolaybase.Workers.Provisioning;

/// <summary>Sessions of a project's owner for a step of its making: what is the owner's is made by the owner, never by an admin.</summary>
internal static class OwnerSessions
{
    /// <summary>A source without a pool; the caller disposes it.</summary>
    public static NpgsqlDataSource Create(ProjectConnections connections, Project project)
    {
        var owner = connections.Owner(ProjectRef.From(project).Database);
        owner.Pooling = false;
        owner.ApplicationName = "kolaybase provisioner";
        var builder = new NpgsqlSlimDataSourceBuilder(owner.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        builder.EnableArrays();
        return builder.Build();
    }
}
