import { complaints } from '../__fixtures__/loaded';
import { BASE, METAL, PROD, replace } from '../__fixtures__/smallFleet';

const TEMPLATES = 'providers/metal/1.0.0/infrastructure/cluster.yaml';
const NETWORK =
  '    network: {pods: [10.0.0.0/9], services: [10.128.0.0/16]}\n';

/** The small fleet with another object of its provider, and a variable to fill it. */
const withObject = (kind: string, spec: string, address: string) =>
  complaints({
    [BASE]: replace(
      '    kubernetes: "1.35"\n',
      `    kubernetes: "1.35"\n${NETWORK}`,
    ),
    [METAL]: replace(
      '  variables:\n',
      '  variables:\n    - {name: address, schema: {type: string, default: ""}}\n',
    ),
    [PROD]: replace('variables: {', `variables: {address: "${address}", `),
    [TEMPLATES]: text =>
      `${text}---\napiVersion: infrastructure.cluster.x-k8s.io/v1beta2\nkind: ${kind}\nmetadata: {name: "\${cluster.name}", namespace: "\${cluster.namespace}"}\nspec: ${spec}\n`,
  });

const HOST =
  '{controlPlaneEndpoint: {host: "${variables.address}", port: 6443}}';

describe('the address of an API server', () => {
  it.each(['192.168.7.7', 'fd00::1', 'api.prod.example', ''])(
    'may be one of no pod and no service: %s',
    address => {
      expect(withObject('MetalCluster', HOST, address)).toEqual([]);
    },
  );

  it('is none of a pod', () => {
    expect(withObject('MetalCluster', HOST, '10.3.2.1')).toEqual([
      `${PROD}:9:24  10.3.2.1, where the API server of prod answers, is one of the pods\n  ${BASE}:14 gives pods 10.0.0.0/9.\n  Choose an address of the machines’ network.`,
    ]);
  });

  it.each(['10.20.300.1', '10.20.1', 'fd00:::1'])(
    'is an address: %s',
    address => {
      expect(withObject('MetalCluster', HOST, address)).toEqual([
        expect.stringMatching(
          `^${PROD}:9:24  ${address}, where the API server of prod should answer, isn't an IP address\n`,
        ),
      ]);
    },
  );
});

describe('the network of machines', () => {
  const VPC =
    '{network: {vpc: {cidrBlock: "${variables.address}"}, subnets: [{cidrBlock: 192.168.0.0/24}]}}';

  it('may be one of its own', () => {
    expect(withObject('AWSCluster', VPC, '192.168.0.0/16')).toEqual([]);
  });

  it('meets neither pods nor services', () => {
    expect(withObject('AWSCluster', VPC, '10.128.128.0/17')).toEqual([
      `${PROD}:9:24  10.128.128.0/17 of the machines of prod meets 10.128.0.0/16 of the services\n  ${BASE}:14 gives services 10.128.0.0/16.\n  Choose ranges that share no address.`,
    ]);
    expect(withObject('AWSCluster', VPC, '10.0.0.0/16')).toHaveLength(1);
  });

  it('holds the pods where they have addresses of it', () => {
    expect(withObject('AWSManagedControlPlane', VPC, '10.0.0.0/16')).toEqual(
      [],
    );
  });

  it('is told at the template where no layer has a say', () => {
    const [told] = withObject(
      'GCPCluster',
      '{network: {subnets: [{name: a}, {cidrBlock: 10.128.7.0/24}]}}',
      '',
    );
    expect(told).toContain(`${TEMPLATES}:26:51  `);
    expect(told).toMatch('10.128.7.0/24 of the machines of prod meets');
  });
});
