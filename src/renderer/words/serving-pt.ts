import type { ServingWords } from './serving-es.ts';

export const servingPt: ServingWords = {
  'serving.title': 'Servidor do escritório',
  'serving.note':
    'Este computador pode guardar e reenviar o que todos os do escritório enviam: sem linha, continuam entre si. O que recebe não está registrado até o repositório central dizer.',
  'serving.bar.role': 'A informática o liga (função de informática, ou “officeRepository” na configuração).',
  'serving.bar.officeKey':
    'Este computador não tem a chave do escritório: o que a de uma pessoa abre não pode ser dado às outras.',
  'serving.off': 'desligado',
  'serving.starting': 'ligando…',
  'serving.serving': 'em serviço',
  'serving.refused': 'não pôde começar ({reason}); tenta-se outra vez',
  'serving.state': 'Estado',
  'serving.desks': 'Equipamentos que o usaram hoje',
  'serving.waiting': 'Guarda para o repositório central',
  'serving.centre': 'Repositório central',
  'serving.reached': 'responde',
  'serving.away': 'não responde; último contato: {at}',
  'serving.never': 'nunca',
  'serving.addresses': 'Endereços',
  'serving.invitation': 'Para os outros computadores (cole em cada um)',
  'serving.port': 'Porta',
  'serving.on': 'Ligar o servidor do escritório',
  'serving.offVerb': 'Desligar o servidor do escritório',
  'serving.joinLine': 'Convite do computador que serve ao escritório',
  'serving.join': 'Usar esse servidor',
  'serving.joined': 'Feito: vale a partir do próximo início do Fojas.',
};
