namespace Kolaybase.ControlPlane.Audit;

/// <summary>What is about to be done can't be noted, so that it must not be done.</summary>
public sealed class AuditUnavailableException(Exception? cause = null) : Exception("The action could not be noted in the control database.", cause);
