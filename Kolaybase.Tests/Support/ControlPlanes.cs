namespace Kolaybase.Tests.Support;

/// <summary>A control plane on the oldest supported server.</summary>
public sealed class ControlPlane15() : ControlPlaneFixture(15);

/// <summary>A control plane on the newest supported server.</summary>
public sealed class ControlPlane18() : ControlPlaneFixture(18);
